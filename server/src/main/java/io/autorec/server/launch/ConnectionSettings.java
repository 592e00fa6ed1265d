package io.autorec.server.launch;

/** What connections may do, and how long they stay. */
record ConnectionSettings(
    @Flag(value = "Most connections; more are closed at once", otherwise = "10000", min = 1)
        int maxConnections,
    @Flag(value = "Calls that a connection may have under way", otherwise = "256", min = 1)
        int maxCallsPerConnection,
    @Flag(
            value = "Calls that a connection may cancel in a second before it is closed",
            otherwise = "1000",
            min = 1,
            max = 100_000)
        int maxCancelsPerSecond,
    @Flag(
            value =
                "Memory for answers that clients have not read, in MiB; a connection may have a"
                    + " quarter of it",
            otherwise = "256",
            min = 1)
        int maxUnreadMib,
    @Flag(
            value = "How long a connection may be silent before it is asked whether it lives",
            otherwise = "60",
            min = 1,
            max = 86400)
        int keepaliveSeconds,
    @Flag(
            value = "How often a client may ask that; one that asks more often is closed",
            otherwise = "10",
            max = 86400)
        int minClientKeepaliveSeconds,
    @Flag(
            value = "How long a connection may be without calls before it is closed; 0: for ever",
            otherwise = "3600")
        int maxIdleSeconds,
    @Flag(value = "Age at which clients are told to connect anew; 0: never", otherwise = "0")
        int maxAgeSeconds,
    @Flag(value = "How long calls may go on after that", otherwise = "30") int ageGraceSeconds) {}
