package io.undertone.operator.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Deployments and their outcomes as JSON: on the control topic and in state. */
public final class DeploymentJson {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String DEPLOYMENT = "deployment";
  private static final String BUNDLE = "bundle";
  private static final String STATE = "state";
  private static final String MANIFEST = "manifest_sha256";
  private static final String STATUS = "status";
  private static final String MODEL = "model";
  private static final String REASON = "reason";
  private static final Set<String> FIELDS = Set.of(DEPLOYMENT, BUNDLE, STATE, MANIFEST);

  /** Values of {@link #STATUS}; a record with one of them is an answer. */
  private static final String SWITCHED = "switched";

  private static final String REFUSED = "refused";
  private static final Set<String> STATUSES = Set.of(SWITCHED, REFUSED);
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int ID_CHARACTERS_MAX = 256;
  private static final int BUNDLE_CHARACTERS_MAX = 4096;

  /**
   * Bounds quotes in an answer: a record that the topic refuses as too large would fail the job.
   */
  private static final int QUOTED_CHARACTERS_MAX = 4096;

  /** Bounds quotes of a record that is no deployment. */
  private static final int FOUND_CHARACTERS_MAX = 200;

  private static final String REMEDY =
      "Write {\"bundle\":\"URI\",\"state\":\"reset\"}, or use 'models deploy'.";

  private DeploymentJson() {}

  /** What a record of the control topic is. */
  sealed interface Reading {

    /** A deployment. */
    record Request(Deployment deployment) implements Reading {}

    /** The answer of a job to one. */
    record Answer(DeploymentOutcome outcome) implements Reading {}

    /** Neither, and why. */
    record Invalid(String reason) implements Reading {}
  }

  /** A deployment as it is written to the control topic. */
  public static String write(Deployment deployment) {
    ObjectNode json = JSON.createObjectNode();
    json.put(DEPLOYMENT, deployment.id());
    json.put(BUNDLE, deployment.bundle());
    json.put(STATE, deployment.policy().code());
    if (deployment.manifestSha256() != null) {
      json.put(MANIFEST, deployment.manifestSha256());
    }
    return json.toString();
  }

  /** An outcome as a job writes it to the control topic. */
  static String write(DeploymentOutcome outcome) {
    ObjectNode json = JSON.createObjectNode();
    json.put(DEPLOYMENT, outcome.deployment());
    json.put(BUNDLE, cut(outcome.bundle(), QUOTED_CHARACTERS_MAX));
    json.put(STATUS, outcome.switched() ? SWITCHED : REFUSED);
    if (outcome.model() != null) {
      json.put(MODEL, outcome.model());
    }
    if (outcome.reason() != null) {
      json.put(REASON, cut(outcome.reason(), QUOTED_CHARACTERS_MAX));
    }
    return json.toString();
  }

  /** A deployment as {@link #write(Deployment)} wrote it. */
  static Deployment read(String json) {
    if (parse(json.getBytes(UTF_8), "") instanceof Reading.Request request) {
      return request.deployment();
    }
    throw new IllegalStateException(
        "Reading a deployment from state: expected one, found %d characters of something else. Restore another checkpoint."
            .formatted(json.length()));
  }

  /** The outcome of this deployment, if the record is an answer to it. */
  public static Optional<DeploymentOutcome> answer(byte @Nullable [] value, String deployment) {
    return answer(value).filter(outcome -> outcome.deployment().equals(deployment));
  }

  /** The outcome of any deployment, if the record is an answer. */
  public static Optional<DeploymentOutcome> answer(byte @Nullable [] value) {
    return parse(value, "") instanceof Reading.Answer answer
        ? Optional.of(answer.outcome())
        : Optional.empty();
  }

  /**
   * Reads a record of the control topic.
   *
   * @param name the id for a deployment without one
   */
  static Reading read(byte @Nullable [] value, String name) {
    Reading reading = parse(value, name);
    return reading instanceof Reading.Request request ? bounded(request, name) : reading;
  }

  private static Reading parse(byte @Nullable [] value, String name) {
    if (value == null || value.length == 0) {
      return invalid("a record with a value", "none");
    }
    try {
      JsonNode json = JSON.readTree(value);
      if (!json.isObject()) {
        return invalid("a JSON object", "something else");
      }
      return STATUSES.contains(json.path(STATUS).asText())
          ? new Reading.Answer(outcome(json))
          : request(json, name);
    } catch (JsonProcessingException none) {
      JsonLocation at = none.getLocation(); // null where the reader's own bounds are passed
      return invalid(
          "JSON", at == null ? "more than is read" : "at " + at.offsetDescription() + " none");
    } catch (IOException none) {
      return invalid("JSON", none.getClass().getSimpleName());
    }
  }

  /** Other tools' records may have the status of an answer; without a model none switches one. */
  private static DeploymentOutcome outcome(JsonNode json) {
    boolean switched = json.path(STATUS).asText().equals(SWITCHED);
    String model = switched ? json.path(MODEL).asText(null) : null;
    return new DeploymentOutcome(
        json.path(DEPLOYMENT).asText(),
        json.path(BUNDLE).asText(),
        model,
        model == null ? json.path(REASON).asText("a record without a reason") : null);
  }

  /** Checks bounds; not of what is in state, since earlier versions had none. */
  private static Reading bounded(Reading.Request request, String name) {
    String id = request.deployment().id();
    if (id.isBlank()) {
      return invalid("a name at " + DEPLOYMENT, "a blank one");
    }
    if (!id.equals(name) && id.length() > ID_CHARACTERS_MAX) {
      return tooLong(DEPLOYMENT, ID_CHARACTERS_MAX, id);
    }
    String bundle = request.deployment().bundle();
    return bundle.length() > BUNDLE_CHARACTERS_MAX
        ? tooLong(BUNDLE, BUNDLE_CHARACTERS_MAX, bundle)
        : request;
  }

  private static Reading tooLong(String field, int max, String found) {
    return invalid(
        "at most %d characters at %s".formatted(max, field), String.valueOf(found.length()));
  }

  private static Reading request(JsonNode json, String name) {
    List<String> others = new ArrayList<>();
    json.fieldNames().forEachRemaining(field -> others.add(field));
    others.removeAll(FIELDS);
    for (String field : FIELDS) {
      if (json.has(field) && !json.path(field).isTextual()) {
        return invalid("a text at " + field, "something else");
      }
    }
    if (!others.isEmpty()) {
      return invalid("the fields " + String.join(", ", sorted(FIELDS)), String.join(", ", others));
    }
    String id = json.path(DEPLOYMENT).asText(name);
    String bundle = json.path(BUNDLE).asText("");
    String manifest = json.path(MANIFEST).asText(null);
    if (bundle.isBlank()) {
      return invalid("the URI of a bundle at " + BUNDLE, "none");
    }
    if (manifest != null && !SHA256.matcher(manifest).matches()) {
      return invalid("64 hexadecimal digits at " + MANIFEST, "something else");
    }
    String code = json.path(STATE).asText(StatePolicy.RESET.code());
    return Stream.of(StatePolicy.values())
        .filter(policy -> policy.code().equals(code.toLowerCase(Locale.ROOT)))
        .<Reading>map(policy -> new Reading.Request(new Deployment(id, bundle, policy, manifest)))
        .findFirst()
        .orElseGet(() -> invalid("reset, fail or rewarm at " + STATE, code));
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private static Reading invalid(String expected, String found) {
    return new Reading.Invalid(
        "Reading a deployment: expected %s, found %s. %s"
            .formatted(expected, cut(found, FOUND_CHARACTERS_MAX), REMEDY));
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max) + "…";
  }
}
