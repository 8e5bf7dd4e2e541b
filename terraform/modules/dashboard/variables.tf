variable "alarm_arns" {
  type        = list(string)
  description = "ARNs of the alarms, whose states are shown above all else."
}

variable "api_id" {
  type        = string
  description = "Id of the HTTP API."
}

variable "functions" {
  type        = map(string)
  description = "Names of the functions as they are deployed, by what they are called here."
}

variable "name" {
  type        = string
  description = "Name of the dashboard."
}

variable "namespace" {
  type        = string
  description = "Namespace of the metrics that the functions put out."
}

variable "queues" {
  type        = map(object({ name = string, dead_letter_name = string }))
  description = "Names of each queue and of its dead-letter queue, by what it is called here."
}

variable "region" {
  type        = string
  description = "Region that all of this is in."
}

variable "table" {
  type        = object({ name = string, index = string })
  description = "Names of the message table and of its index."
}
