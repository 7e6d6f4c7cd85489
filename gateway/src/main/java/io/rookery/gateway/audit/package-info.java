/** Who did what: a record of every request that changes something, and of those that show codes and keys. Knows who calls, and no other feature; others may note what a request is about. */
@NullMarked
package io.rookery.gateway.audit;

import org.jspecify.annotations.NullMarked;
