"""The way to a sign-in, as clients and browsers meet it: OAuth's endpoints, the page that links."""
