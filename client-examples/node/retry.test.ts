import assert from 'node:assert/strict';
import test from 'node:test';
import * as grpc from '@grpc/grpc-js';
import { call } from './retry.ts';

// The bytes of a google.rpc.Status with a RetryInfo of so many seconds.
function status(seconds: number): Buffer {
  const field = (number: number, bytes: Buffer) => Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
  const retryInfo = field(1, Buffer.from([8, seconds]));
  const type = Buffer.from('type.googleapis.com/google.rpc.RetryInfo');
  return field(3, Buffer.concat([field(1, type), field(2, retryInfo)]));
}

function failure(code: grpc.status, detail?: Buffer): grpc.ServiceError {
  const metadata = new grpc.Metadata();
  if (detail) {
    metadata.set('grpc-status-details-bin', detail);
  }
  return Object.assign(new Error('failed'), { code, details: 'failed', metadata });
}

async function attempts(error: grpc.ServiceError, failures: number): Promise<[number, string]> {
  let made = 0;
  const answer = await call<string>(Date.now() + 60_000, (options, done) => {
    made++;
    done(made <= failures ? error : null, 'answer');
  }).catch(() => 'failure');
  return [made, answer];
}

const { RESOURCE_EXHAUSTED, NOT_FOUND } = grpc.status;

test('calls again as often as asked, four times at most', async () => {
  assert.deepEqual(await attempts(failure(RESOURCE_EXHAUSTED, status(0)), 2), [3, 'answer']);
  assert.deepEqual(await attempts(failure(RESOURCE_EXHAUSTED, status(0)), 9), [4, 'failure']);
});

test('does not wait beyond the deadline', async () => {
  assert.deepEqual(await attempts(failure(RESOURCE_EXHAUSTED, status(100)), 9), [1, 'failure']);
});

test('does not call again unless asked', async () => {
  assert.deepEqual(await attempts(failure(RESOURCE_EXHAUSTED), 9), [1, 'failure']);
  assert.deepEqual(await attempts(failure(NOT_FOUND, status(0)), 9), [1, 'failure']);
});
