/** The topics and what travels on them as an AsyncAPI document, made of what the code itself goes by: topics, types, schemas. */
@NullMarked
package io.rookery.events.asyncapi;

import org.jspecify.annotations.NullMarked;
