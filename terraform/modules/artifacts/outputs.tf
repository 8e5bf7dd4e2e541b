output "bucket" {
  description = "The bucket."
  value       = aws_s3_bucket.this
}

output "packages" {
  description = "Where each package is, by its name: {bucket, key}."
  value = {
    for name, object in aws_s3_object.package : name => { bucket = object.bucket, key = object.key }
  }
}
