"""Loads a handler and runs it for each event that the Runtime API gives, as Lambda's Python runtime does."""

import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback
from decimal import Decimal

ROOT = "/2018-06-01/runtime/"
HERE = os.path.abspath(__file__)


class Fault(Exception):
    """An error that the runtime itself finds, with the type that Lambda gives it."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.kind = kind
        self.trace = trace or []


class Client:
    """Talks to the Runtime API. Where that is gone, so is the endpoint that started this process: it ends."""

    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address)

    def send(self, method, path, body=None, headers=None):
        try:
            self.connection.request(method, ROOT + path, body, headers or {})
            answer = self.connection.getresponse()
            return answer.headers, answer.read()
        except (OSError, http.client.HTTPException):
            os._exit(1)

    def post(self, path, text):
        self.send("POST", path, text.encode(), {"Content-Type": "application/json"})

    def post_error(self, path, error):
        headers = {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": error["errorType"]}
        self.send("POST", path, json.dumps(error).encode(), headers)


class Identity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class ClientContext:
    def __init__(self, given):
        self.custom = given.get("custom")
        self.env = given.get("env")
        client = given.get("client")
        self.client = type("Client", (), client)() if isinstance(client, dict) else None


class Context:
    """The second argument of a handler."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = Identity()
        given = headers.get("Lambda-Runtime-Client-Context")
        self.client_context = ClientContext(json.loads(given)) if given else None
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))


class Lines(logging.Filter):
    """Gives log lines the id of the event that runs."""

    request_id = ""

    def filter(self, record):
        record.aws_request_id = self.request_id
        return True


def write_log_lines(lines):
    handler = logging.StreamHandler(sys.stdout)
    form = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
    formatter = logging.Formatter(form, "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(lines)
    logging.getLogger().addHandler(handler)


def load(handler):
    name, dot, function = handler.rpartition(".")
    if not dot:
        reason = "not enough values to unpack (expected 2, got 1)"
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{handler}': {reason}")
    if name.split(".")[0] in sys.builtin_module_names:
        raise Fault("Runtime.BuiltInModuleConflict", f"Cannot use built-in module {name} as a handler module")
    try:
        module = importlib.import_module(name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", f"Unable to import module '{name}': {error}") from error
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        raise Fault("Runtime.UserCodeSyntaxError", f"Syntax error in module '{name}': {error}", trace) from error
    try:
        return getattr(module, function)
    except AttributeError as error:
        raise Fault("Runtime.HandlerNotFound", f"Handler '{function}' missing on module '{name}'") from error


def error_object(error, request_id):
    if isinstance(error, Fault):
        return {"errorMessage": str(error), "errorType": error.kind, "requestId": request_id, "stackTrace": error.trace}
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename != HERE and not frame.filename.startswith("<frozen")]
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_list(own),
    }


def write_error(error):
    print(f"[ERROR] {error['errorType']}: {error['errorMessage']}")
    print("Traceback (most recent call last):")
    for frame in error["stackTrace"]:
        print(frame.rstrip("\n"))


def plain(value):
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def serialised(result):
    try:
        return json.dumps(result, default=plain)
    except Exception as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def run(client, handler, lines):
    while True:
        headers, body = client.send("GET", "invocation/next")
        request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        lines.request_id = request_id
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        try:
            result = serialised(handler(json.loads(body), Context(headers)))
        except Exception as error:
            told = error_object(error, request_id)
            write_error(told)
            client.post_error(f"invocation/{request_id}/error", told)
        else:
            client.post(f"invocation/{request_id}/response", result)


def main():
    client = Client(os.environ["AWS_LAMBDA_RUNTIME_API"])
    lines = Lines()
    write_log_lines(lines)
    # The code's folder takes the place of this file's.
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        told = error_object(error, "")
        write_error(told)
        client.post_error("init/error", told)
        sys.exit(1)
    run(client, handler, lines)


main()
