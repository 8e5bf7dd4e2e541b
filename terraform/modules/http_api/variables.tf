variable "log_retention_days" {
  type        = number
  description = "Days after which the access log is deleted."
}

variable "name" {
  type        = string
  description = "Name of the API."
}

variable "routes" {
  type        = map(object({ function_name = string, invoke_arn = string }))
  description = "The function that answers each route, by the route's key, such as \"POST /v1/things\"."

  validation {
    condition     = alltrue([for route in keys(var.routes) : can(regex("^[A-Z]+ /\\S*$", route))])
    error_message = "A route is a method and a path, such as \"POST /v1/things\"."
  }
}

variable "throttling_burst_limit" {
  type        = number
  description = "Requests that the API takes at the same moment."
}

variable "throttling_rate_limit" {
  type        = number
  description = "Requests a second that the API takes in the long run."
}
