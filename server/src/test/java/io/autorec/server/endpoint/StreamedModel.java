package io.autorec.server.endpoint;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.server.access.Access;
import io.autorec.server.answer.Serving;
import io.autorec.server.fixture.HeldJob;
import io.autorec.server.fixture.StreamCall;
