package io.undertone.operator.parse;

import io.undertone.operator.settings.RecordFormat;

/** All that the readers of a record go by, the same for every record. */
record ParseRules(
    RecordFormat format,
    FieldNames names,
    FieldRules fields,
    TimestampReader times,
    KeyReader keys) {}
