"""Lets ChatGPT reach the LINE conversation of the person who has signed in, and no other."""
