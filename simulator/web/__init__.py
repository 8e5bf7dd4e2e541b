"""The simulator in the browser: LINE at `/`, ChatGPT at `/chatgpt`, and what is deployed.

Pages are rendered on the server and made lively by small scripts without a build step. What they
change goes through `/ui/…`, which takes requests of these pages only.
"""
