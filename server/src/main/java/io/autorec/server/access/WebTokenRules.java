package io.autorec.server.access;

import java.nio.file.Path;

/**
 * What JSON Web Tokens have to fulfil.
 *
 * @param keys a file of public keys, a JSON Web Key Set (RFC 7517)
 * @param issuer the {@code iss} of each token
 * @param audience one of the {@code aud} of each token
 */
public record WebTokenRules(Path keys, String issuer, String audience) {}
