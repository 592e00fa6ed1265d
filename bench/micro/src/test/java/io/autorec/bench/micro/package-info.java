@NullMarked
package io.autorec.bench.micro;

import org.jspecify.annotations.NullMarked;
