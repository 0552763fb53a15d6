package dev.stormwatch.replay.score;

import java.util.List;

/**
 * What a system made of one recording.
 *
 * @param incidents one for each label of severity page or ticket
 * @param falsePages pages about nothing that happened
 * @param wrongLabels pages at the right time about the right thing, under another kind's name
 * @param falseTickets tickets about nothing that happened
 * @param pages all pages
 * @param quietFunctionWeeks time outside incidents, times functions
 */
public record RecordingScore(
    List<IncidentScore> incidents,
    List<Message> falsePages,
    List<Message> wrongLabels,
    int falseTickets,
    int pages,
    double quietFunctionWeeks) {}
