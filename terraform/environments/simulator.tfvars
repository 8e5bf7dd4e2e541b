# What the simulator decides at run time (addresses) comes as TF_VAR_…, which a value in this file
# would override.
environment         = "simulator"
allowed_account_ids = ["000000000000"] # the emulator's
deletion_protection = false
region              = "ap-northeast-1"
require_tls         = false
saved_queries       = false
