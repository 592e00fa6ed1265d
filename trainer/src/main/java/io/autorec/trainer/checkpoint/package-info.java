/** Keeps runs that are not published yet on disk. */
package io.autorec.trainer.checkpoint;
