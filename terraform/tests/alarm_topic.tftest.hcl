mock_provider "aws" {
  source = "./tests/mocks"
}

run "topic" {
  module {
    source = "./modules/alarm_topic"
  }

  variables {
    name   = "kaiwa-test-page"
    emails = ["on-call@example.com", "boss@example.com"]
  }

  assert {
    condition = jsonencode([
      output.topic.name,
      [for subscription in output.subscriptions : [subscription.topic_arn, subscription.protocol, subscription.endpoint]],
      ]) == jsonencode([
      "kaiwa-test-page",
      [for address in ["boss@example.com", "on-call@example.com"] : ["arn:aws:sns:ap-northeast-1:123456789012:topic", "email", address]],
    ])
    error_message = "Others are told than were named, or nobody."
  }
}
