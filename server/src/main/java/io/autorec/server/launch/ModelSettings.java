package io.autorec.server.launch;

/** Which models are served. */
record ModelSettings(
    @Flag(value = "Folder of the models", label = "DIR", otherwise = "", rule = "required")
        String models,
    @Flag(
            value = "Model of requests that name none",
            label = "NAME",
            otherwise = "",
            rule = "the first by name at the start; where there is none, the first that comes")
        String defaultModel,
    @Flag(
            value = "Newest versions of a model that are served side by side",
            otherwise = "1",
            min = 1,
            max = 100)
        int versions,
    @Flag(
            value = "How often to look for new models and versions; 0: only at the start",
            otherwise = "2",
            max = 86400)
        int reloadSeconds,
    @Flag(
            value =
                "End at once, with exit status 2, where no model can be served at the start, instead"
                    + " of waiting for one",
            otherwise = "false")
        boolean requireModel) {}
