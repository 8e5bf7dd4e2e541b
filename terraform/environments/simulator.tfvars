# What the simulator decides at run time (addresses, architecture, packages) comes as TF_VAR_…,
# which a value in this file would override.
environment         = "simulator"
deletion_protection = false
