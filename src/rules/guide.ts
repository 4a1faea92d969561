/** Pages of the AWS Lambda Developer Guide that rules come from: title in quotes, as it is cited, and address. */
export const GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg'
export const ASYNC = { title: '"Invoking a Lambda function asynchronously"', url: `${GUIDE}/invocation-async.html` }
export const ERRORS = {
  title: '"Error handling for asynchronous invocation"',
  url: `${GUIDE}/invocation-async-error-handling.html`,
}
export const RECORDS = {
  title: '"Capturing records of Lambda asynchronous invocations"',
  url: `${GUIDE}/invocation-async-retain-records.html`,
}
export const METRICS = {
  title: '"Types of metrics for Lambda functions"',
  url: `${GUIDE}/monitoring-metrics-types.html`,
}
export const LOOPS = { title: '"Use Lambda recursive loop detection"', url: `${GUIDE}/invocation-recursion.html` }
export const SCALING = { title: '"Understanding Lambda function scaling"', url: `${GUIDE}/lambda-concurrency.html` }
export const PROVISIONED = {
  title: '"Configuring provisioned concurrency"',
  url: `${GUIDE}/provisioned-concurrency.html`,
}
export const LIFECYCLE = {
  title: '"Understanding the Lambda execution environment lifecycle"',
  url: `${GUIDE}/lambda-runtime-environment.html`,
}
