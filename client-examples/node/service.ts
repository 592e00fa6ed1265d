// Opens the service. The schemas are loaded as they are; only their types are generated.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as grpc from '@grpc/grpc-js';
import * as protoLoader from '@grpc/proto-loader';
import { credentials } from './credentials.ts';
import type { AutoRecServiceClient } from './generated/autorec/v1/AutoRecService.ts';
import type { ProtoGrpcType } from './generated/service.ts';

const SCHEMAS = fileURLToPath(new URL('../../proto/src/main/protobuf', import.meta.url));
// This package has google/api/annotations.proto.
const GOOGLE = path.dirname(createRequire(import.meta.url).resolve('protobufjs/package.json'));

const definition = protoLoader.loadSync('autorec/v1/service.proto', {
  includeDirs: [SCHEMAS, GOOGLE],
  longs: String, // versions are int64, which a JavaScript number cannot hold
  enums: String,
  defaults: true,
  oneofs: true, // answer.result names the field that is set
});
const { AutoRecService } = (grpc.loadPackageDefinition(definition) as unknown as ProtoGrpcType).autorec.v1;

// gRPC repeats single calls that end with UNAVAILABLE, after growing waits, until their deadline. It leaves out
// RecommendStream: that goes on from the first unanswered user, which only its caller can do.
const POLICY = JSON.stringify({
  methodConfig: [
    { name: [{ service: 'autorec.v1.AutoRecService', method: 'RecommendStream' }] },
    {
      name: [{ service: 'autorec.v1.AutoRecService' }],
      retryPolicy: {
        maxAttempts: 4,
        initialBackoff: '0.2s',
        maxBackoff: '2s',
        backoffMultiplier: 2,
        retryableStatusCodes: ['UNAVAILABLE'],
      },
    },
  ],
});

// One client for the whole program: it keeps its connection, and mends it by itself.
export function open(target: string, options: grpc.ClientOptions = {}): AutoRecServiceClient {
  return new AutoRecService(target, credentials(), { 'grpc.service_config': POLICY, ...options });
}
