/** Tests of the model format, and its golden files for the tests of other modules. */
@org.jspecify.annotations.NullMarked
package io.autorec.model;
