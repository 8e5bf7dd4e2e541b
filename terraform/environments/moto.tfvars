# What `make second-opinion` deploys, to moto's server, whose account has this id.
environment         = "moto"
allowed_account_ids = ["123456789012"]
deletion_protection = false
region              = "ap-northeast-1"
require_tls         = false
saved_queries       = false # PutQueryDefinition is not there
