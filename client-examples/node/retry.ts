// Calls again when the server asks for it.
import { setTimeout as pause } from 'node:timers/promises';
import * as grpc from '@grpc/grpc-js';
import protobuf from 'protobufjs';

const MAX_ATTEMPTS = 4; // the first included

// What a failed call carries beside its code.
const details = protobuf.parse(`
  syntax = "proto3";
  message Status { repeated Any details = 3; }
  message Any { string type_url = 1; bytes value = 2; }
  message RetryInfo { Duration retry_delay = 1; }
  message Duration { int64 seconds = 1; int32 nanos = 2; }`).root;
type Status = { details: { typeUrl: string; value: Uint8Array }[] };
type RetryInfo = { retryDelay?: { seconds: number; nanos: number } };

function decode<T>(type: string, bytes: Uint8Array): T {
  const found = details.lookupType(type);
  return found.toObject(found.decode(bytes), { longs: Number, arrays: true, defaults: true }) as T;
}

export function isFailure(error: unknown): error is grpc.ServiceError {
  return error instanceof Error && 'metadata' in error && 'code' in error;
}

// How many milliseconds the server asks to wait before the call is made again; undefined if it does not ask.
export function asked(error: unknown): number | undefined {
  const bytes = isFailure(error) ? error.metadata.get('grpc-status-details-bin')[0] : undefined;
  if (!(bytes instanceof Uint8Array)) {
    return undefined;
  }
  const all = decode<Status>('Status', bytes).details;
  const found = all.find(({ typeUrl }) => typeUrl.endsWith('/google.rpc.RetryInfo'));
  const delay = found && decode<RetryInfo>('RetryInfo', found.value).retryDelay;
  return delay && delay.seconds * 1000 + delay.nanos / 1e6;
}

// Makes a call, and again on RESOURCE_EXHAUSTED with a RetryInfo, after the wait that it names. All calls of the
// service only read, so calling twice is harmless. The deadline covers all attempts, and no wait begins that would
// not end before it. gRPC itself repeats after UNAVAILABLE.
export async function call<T>(
  deadline: number,
  attempt: (options: grpc.CallOptions, done: (error: grpc.ServiceError | null, answer?: T) => void) => unknown,
): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await new Promise<T>((resolve, reject) => {
        attempt({ deadline }, (error, answer) => (error ? reject(error) : resolve(answer as T)));
      });
    } catch (error) {
      const wait = asked(error);
      const again = isFailure(error) && error.code === grpc.status.RESOURCE_EXHAUSTED && attempts < MAX_ATTEMPTS;
      if (!again || wait === undefined || Date.now() + wait >= deadline) {
        throw error;
      }
      await pause(wait);
    }
  }
}

// The error in one line.
export function describe(error: unknown): string {
  if (isFailure(error)) {
    return `${grpc.status[error.code]}: ${error.details}`;
  }
  return error instanceof Error ? error.message : String(error);
}
