# What the simulator decides at run time (addresses) comes as TF_VAR_…, which a value in this file
# would override.
environment         = "simulator"
deletion_protection = false
require_tls         = false
saved_queries       = false
