package io.autorec.server.launch;

/** Where the process is reached, and how it ends. */
record ProcessSettings(
    @Flag(value = "TCP port; 0: a free one", otherwise = "50051", max = 65535) int port,
    @Flag(
            value = "Where to write the port once calls are taken",
            label = "FILE",
            otherwise = "",
            rule = "nowhere")
        String portFile,
    @Flag(value = "Longest wait for calls at the end", otherwise = "30", max = 86400)
        int drainSeconds) {}
