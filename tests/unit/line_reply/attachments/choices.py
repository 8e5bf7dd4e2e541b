"""What a user may tap below what was said to a picture or file."""

from line_reply.speech.languages.en import TEXTS

OF_A_PICTURE = [TEXTS.label_describe, TEXTS.label_translate, TEXTS.label_read_text]
