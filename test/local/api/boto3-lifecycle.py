"""Drives an endpoint with boto3 and prints what came of it, one JSON document."""

import json
import sys

import boto3
from botocore.exceptions import ClientError

client = boto3.client('lambda')
seen = {}


def refusal(call, **request):
    try:
        call(**request)
    except ClientError as error:
        status = error.response['ResponseMetadata']['HTTPStatusCode']
        return [status, error.response['Error']['Code'], error.response['Error']['Message']]
    return None


with open(sys.argv[1], 'rb') as file:
    archive = file.read()
request = dict(FunctionName='f', Role=sys.argv[2], Runtime='python3.12', Handler='index.handler', Code={'ZipFile': archive})
seen['created'] = client.create_function(**request)['State']
client.get_waiter('function_active_v2').wait(FunctionName='f')
client.update_function_configuration(FunctionName='f', MemorySize=256)
client.get_waiter('function_updated_v2').wait(FunctionName='f')
seen['again'] = refusal(client.create_function, **request)

put = client.put_function_event_invoke_config(FunctionName='f', MaximumRetryAttempts=2, MaximumEventAgeInSeconds=60)
seen['put'] = [put['LastModified'].isoformat(), put['DestinationConfig'], sorted(put.keys() - {'ResponseMetadata'})]
update = client.update_function_event_invoke_config(FunctionName='f', MaximumRetryAttempts=0)
seen['updated'] = [update['MaximumRetryAttempts'], update['MaximumEventAgeInSeconds']]
put = client.put_function_event_invoke_config(FunctionName='f', MaximumRetryAttempts=0)
seen['replaced'] = 'MaximumEventAgeInSeconds' in put

for number in range(3):
    client.update_function_configuration(FunctionName='f', Description=str(number))
    client.get_waiter('function_updated_v2').wait(FunctionName='f')
    version = client.publish_version(FunctionName='f')['Version']
    client.put_function_event_invoke_config(FunctionName='f', Qualifier=version, MaximumEventAgeInSeconds=60)
pages = client.get_paginator('list_function_event_invoke_configs').paginate(FunctionName='f', PaginationConfig={'PageSize': 3})
seen['pages'] = [[each['FunctionArn'].split(':')[-1] for each in page['FunctionEventInvokeConfigs']] for page in pages]

event = client.invoke(FunctionName='f', InvocationType='Event', Payload=b'{"a": 1}')
seen['event'] = [event['StatusCode'], event['ResponseMetadata']['RequestId']]
answer = client.invoke(FunctionName='f', Qualifier='1', Payload=b'{"a": 1}')
seen['call'] = [answer['StatusCode'], answer['ExecutedVersion'], json.load(answer['Payload'])]

client.delete_function_event_invoke_config(FunctionName='f')
seen['deleted'] = refusal(client.delete_function_event_invoke_config, FunctionName='f')
seen['age'] = refusal(client.put_function_event_invoke_config, FunctionName='f', MaximumEventAgeInSeconds=21601)
seen['missing'] = refusal(client.invoke, FunctionName='nope')
seen['unsupported'] = refusal(client.list_layers)
client.delete_function(FunctionName='f')
seen['gone'] = refusal(client.get_function, FunctionName='f')
print(json.dumps(seen))
