# How long each kind of thing is kept, in days, where AWS itself deletes it. What the functions write into the message
# table expires as layers/kaiwa/kaiwa/table/lifetimes.py says. docs/data.md shows both in one table.

locals {
  retention_days = {
    dead_letters  = 14 # SQS's longest, for finding out what went wrong
    exports       = 1  # S3's shortest
    logs          = var.log_retention_days
    messages      = var.message_retention_days
    queues        = 4 # longer than an event is answered, so that none goes unseen
    table_backups = var.backup_retention_days
  }
}
