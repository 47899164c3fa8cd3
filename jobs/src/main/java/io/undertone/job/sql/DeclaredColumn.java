package io.undertone.job.sql;

import io.undertone.event.Sentiment;
import io.undertone.model.Manifest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.RowType.RowField;
import org.jspecify.annotations.Nullable;

/**
 * A column as the table declares it.
 *
 * @param isNumber whether it is declared as BIGINT, as a timestamp may be
 */
record DeclaredColumn(Column column, boolean isNumber) implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * The columns of a table, in its order.
   *
   * @throws ValidationException if a column is unknown, has another type, or is one that this kind
   *     of model does not fill
   */
  static List<DeclaredColumn> all(RowType table, Manifest model) {
    List<DeclaredColumn> columns = new ArrayList<>();
    for (RowField field : table.getFields()) {
      Column column = named(field.getName());
      requireType(column, field.getType());
      if (!column.isFilledBy(model)) {
        throw new ValidationException(
            "Declaring the column %s: expected one that %s fills, found one of other models. Leave it out, or give another 'model'."
                .formatted(field.getName(), model.id()));
      }
      columns.add(new DeclaredColumn(column, field.getType().is(LogicalTypeRoot.BIGINT)));
    }
    return columns;
  }

  /** The value for a result, in Flink's internal data structures; null if there is none. */
  @Nullable Object of(Sentiment sentiment, List<String> labels) {
    return column.of(sentiment, labels, isNumber);
  }

  private static Column named(String name) {
    for (Column column : Column.values()) {
      if (column.columnName().equals(name)) {
        return column;
      }
    }
    throw new ValidationException(
        "Declaring the column %s: expected some of %s, found another. Leave it out, or compute it: %s AS …"
            .formatted(
                name,
                Stream.of(Column.values())
                    .map(Column::columnName)
                    .collect(Collectors.joining(", ")),
                name));
  }

  /** Nullability is the table's choice, except for a column that may have no value. */
  private static void requireType(Column column, LogicalType type) {
    boolean fits =
        column.types().stream()
            .anyMatch(each -> each.getLogicalType().copy(true).equals(type.copy(true)));
    if (!fits || (column == Column.SURPRISE && !type.isNullable())) {
      throw new ValidationException(
          "Declaring the column %s: expected %s, found %s. Declare it so."
              .formatted(
                  column.columnName(),
                  column.types().stream()
                      .map(each -> each.getLogicalType().asSummaryString())
                      .collect(Collectors.joining(" or ")),
                  type.asSummaryString()));
    }
  }
}
