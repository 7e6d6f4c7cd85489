package io.rookery.gateway.description;

import com.fasterxml.jackson.databind.type.TypeFactory;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What no record may lack its schema requires: a component that is not {@code @Nullable} is always there. Clients that are generated need not ask then. */
final class RequiredFields implements ModelConverter {

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (!chain.hasNext()) return null;
        Schema<?> schema = chain.next().resolve(type, context, chain);
        Class<?> raw =
                TypeFactory.defaultInstance().constructType(type.getType()).getRawClass();
        if (schema == null || !raw.isRecord()) return schema;
        Schema<?> fields = schema.get$ref() == null
                ? schema
                : context.getDefinedModels()
                        .get(schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1));
        if (fields != null && fields.getProperties() != null)
            for (RecordComponent component : raw.getRecordComponents()) require(fields, component);
        return schema;
    }

    private static void require(Schema<?> fields, RecordComponent component) {
        String name = component.getName();
        boolean mayLack = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        boolean isSaid = fields.getRequired() != null && fields.getRequired().contains(name);
        if (!mayLack && !isSaid && fields.getProperties().containsKey(name)) fields.addRequiredItem(name);
    }
}
