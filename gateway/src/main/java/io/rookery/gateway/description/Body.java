package io.rookery.gateway.description;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The JSON body of a route, by its component of the description or by the record that it is read as; its examples are those of {@code examples.json}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Body {
    /** The component; empty where it is the record's. */
    String value() default "";

    /** The record, which describes itself by {@code @Schema}; none where the component is made of a schema of commands. */
    Class<? extends Record> as() default None.class;

    boolean required() default true;

    String description() default "";

    /** No record. */
    record None() {}
}
