variable "actions" {
  type        = map(list(string))
  description = "ARNs that are told when an alarm goes off and when it is over, by severity."
}

variable "alarms" {
  type = map(object({
    severity    = string
    description = string
    metrics = map(object({
      namespace  = string
      name       = string
      dimensions = map(string)
      statistic  = string
    }))
    expression = optional(string)
    period     = number
    periods    = optional(number, 1)
    threshold  = number
  }))
  description = "Alarms by name. Each goes off once its metric, or the expression in which several metrics stand by their names, has reached the threshold in so many periods, of so many seconds each, in a row. Without data nothing goes off."

  validation {
    condition     = alltrue([for alarm in var.alarms : length(alarm.metrics) == 1 || alarm.expression != null])
    error_message = "An alarm has one metric, or an expression of several."
  }
}

variable "prefix" {
  type        = string
  description = "What the names of all alarms begin with."
}
