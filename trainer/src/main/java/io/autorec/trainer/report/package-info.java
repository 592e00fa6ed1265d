/** The run's report, as JSON for programs and HTML for people. */
@NullMarked
package io.autorec.trainer.report;

import org.jspecify.annotations.NullMarked;
