package io.undertone.operator.parse;

import io.undertone.operator.settings.RecordFormat;

/** The rules that all readers of records share. Immutable. */
record ParseRules(
    RecordFormat format,
    FieldNames names,
    FieldRules fields,
    TimestampReader times,
    KeyReader keys) {}
