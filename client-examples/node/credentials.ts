// How to connect, by variables: in the clear, or over TLS where AUTOREC_CA is set.
//   AUTOREC_CA     certificates that the server's must be signed by, in PEM
//   AUTOREC_CERT   this client's certificate, for a server that wants one; with
//   AUTOREC_KEY    its private key
//   AUTOREC_TOKEN  the token that the server knows this client by; over TLS only
import fs from 'node:fs';
import * as grpc from '@grpc/grpc-js';

function read(variable: string): Buffer | null {
  const name = process.env[variable];
  return name ? fs.readFileSync(name) : null;
}

export function credentials(): grpc.ChannelCredentials {
  const authorities = read('AUTOREC_CA');
  if (!authorities) {
    return grpc.credentials.createInsecure();
  }
  const tls = grpc.credentials.createSsl(authorities, read('AUTOREC_KEY'), read('AUTOREC_CERT'));
  const token = process.env.AUTOREC_TOKEN;
  if (!token) {
    return tls;
  }
  return grpc.credentials.combineChannelCredentials(
    tls,
    grpc.credentials.createFromMetadataGenerator((call, done) => {
      const headers = new grpc.Metadata();
      headers.set('authorization', `Bearer ${token}`);
      done(null, headers);
    }),
  );
}
