"""Many people write at the same time: does everybody get one answer, and when is LINE answered?"""
