/**
 * A training run, callable from Java: {@link io.autorec.trainer.run.TrainingRun} plans, trains or
 * resumes, and publishes.
 */
@NullMarked
package io.autorec.trainer.run;

import org.jspecify.annotations.NullMarked;
