package io.rookery.gateway.config;

/**
 * One thing that is configured at run time.
 *
 * @param id of its kind; letters, digits, '-' and '_'
 * @param json what it is; its kind's feature knows the shape
 * @param version grows with every change of anything; of two entries the lower one was written first
 */
public record ConfigEntry(ConfigKind kind, String id, String json, long version) {}
