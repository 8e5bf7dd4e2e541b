"""Answers one message: recalls the conversation, asks the model, delivers the answer to LINE."""
