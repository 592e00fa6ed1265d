package io.autorec.server.launch;

/** What a call may ask for. */
record RequestSettings(
    @Flag(value = "Most vectors in a Predict", otherwise = "256", min = 1, max = 65536)
        int maxVectors,
    @Flag(value = "Most items in a Recommend", otherwise = "1000", min = 1) int maxTopN,
    @Flag(value = "Largest request, in MiB", otherwise = "16", min = 1, max = 2047)
        int maxMessageMib) {}
