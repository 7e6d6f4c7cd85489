/** Processes that die in the middle of their work with a profile. */
@org.jspecify.annotations.NullMarked
package io.rookery.worker.profile.crash;
