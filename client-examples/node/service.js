// The service's client class. The schemas are loaded as they are; no code is generated.
'use strict';

const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');

const SCHEMAS = path.join(__dirname, '../../proto/src/main/protobuf');
const GOOGLE = path.dirname(require.resolve('protobufjs/package.json')); // has google/api/annotations.proto

const definition = protoLoader.loadSync('autorec/v1/service.proto', {
  includeDirs: [SCHEMAS, GOOGLE],
  longs: String, // versions are int64, which a JavaScript number cannot hold
  enums: String,
  defaults: true,
  oneofs: true, // answer.result names the field that is set
});

module.exports = grpc.loadPackageDefinition(definition).autorec.v1.AutoRecService;
