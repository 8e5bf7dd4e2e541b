"""Stand-ins for the outside that remember what they were asked, and fail when told to."""
