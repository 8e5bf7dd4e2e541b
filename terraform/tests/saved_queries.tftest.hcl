mock_provider "aws" {
  source = "./tests/mocks"
}

run "saved_queries" {
  module {
    source = "./modules/saved_queries"
  }

  variables {
    folder     = "kaiwa-test"
    log_groups = ["/aws/lambda/a", "/aws/lambda/b"]
  }

  # Each is in the table of docs/operating.md, and nothing else is.
  assert {
    condition = jsonencode(sort(keys(output.queries))) == jsonencode(sort([
      for found in regexall("(?m)^\\| `([a-z-]+)` \\|", split("### Saved queries", file("../docs/operating.md"))[1]) : found[0]
    ]))
    error_message = "docs/operating.md names other queries than those that are saved: ${join(", ", keys(output.queries))}"
  }

  assert {
    condition     = jsonencode([output.queries["one-event"].name, output.queries["one-event"].log_group_names]) == jsonencode(["kaiwa-test/one-event", ["/aws/lambda/a", "/aws/lambda/b"]])
    error_message = "A query is in another folder, or about other logs."
  }

  assert {
    condition     = alltrue([for query in output.queries : startswith(query.query_string, "# ") && strcontains(query.query_string, "\nfilter ")])
    error_message = "A query does not say what it is for, or reads everything."
  }
}
