variable "folder" {
  type        = string
  description = "Folder that CloudWatch Logs Insights shows the queries in."
}

variable "log_groups" {
  type        = list(string)
  description = "Names of the log groups that the queries are about."
}
