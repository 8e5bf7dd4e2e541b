# The function chatgpt was called gpt_action. Its route to the API is kept, so that the addresses work
# on; its role, log group and the function itself have names of their own and are replaced.
moved {
  from = module.gpt_action
  to   = module.chatgpt
}
