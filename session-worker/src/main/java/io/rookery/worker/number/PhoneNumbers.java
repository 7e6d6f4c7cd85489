package io.rookery.worker.number;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads phone numbers. Safe for use by many threads; the first call takes a tenth of a second, and the first of each country reads its numbering plan.
 *
 * <p>A number counts where the plan knows its range. Where it does not, the range may be younger than the plan: then the number counts if its length is possible in its country, and it is not
 * one of a known range with a digit or two too few or too many, which is what typing errors look like.
 */
public final class PhoneNumbers {
    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    private static final Pattern PLAIN = Pattern.compile("[1-9][0-9]*");
    /** WhatsApp names Mexican accounts with a 1 behind the country code, which the plan has not known since 2019. */
    private static final Pattern MEXICAN = Pattern.compile("\\+521([0-9]{10})");

    private PhoneNumbers() {}

    /** What a spelling says. */
    public sealed interface Reading {
        /** @param e164 with the plus */
        record Number(String e164) implements Reading {}

        /** @param why goes behind "the number", without the number itself */
        record Wrong(String why) implements Reading {}
    }

    private enum Quality {
        KNOWN,
        POSSIBLE,
        NONE
    }

    private record Candidate(Quality quality, Reading reading) {
        private boolean isBetterThan(Candidate other) {
            return quality.compareTo(other.quality) < 0;
        }
    }

    /** Whether national spellings of this country (ISO 3166) can be understood. */
    public static boolean isRegion(String region) {
        return PLANS.getSupportedRegions().contains(region);
    }

    /**
     * Reads a number with its country code – with a plus, or digits only –, or as it is written in the region.
     *
     * @param region ISO 3166; null: numbers must have their country code
     */
    public static Reading read(String given, @Nullable String region) {
        String text = given.strip();
        if (text.startsWith("+")) return international(text).reading();
        boolean plain = PLAIN.matcher(text).matches();
        if (region == null)
            return plain
                    ? international("+" + text).reading()
                    : new Reading.Wrong("names no country: write it with a plus, or give the session a defaultRegion");
        Candidate national = candidate(text, region);
        if (!startsLikeACountry(text)) return national.reading();
        Candidate international = international("+" + text);
        if (!plain
                && national.quality() == Quality.KNOWN
                && international.quality() == Quality.KNOWN
                && !national.reading().equals(international.reading()))
            return new Reading.Wrong("can be read with and without a country code: write it with a plus");
        return national.isBetterThan(international) ? national.reading() : international.reading();
    }

    private static boolean startsLikeACountry(String text) {
        return text.charAt(0) >= '1' && text.charAt(0) <= '9';
    }

    private static Candidate international(String text) {
        var mexican = MEXICAN.matcher(text);
        if (!mexican.matches()) return candidate(text, null);
        Candidate today = candidate("+52" + mexican.group(1), null);
        return today.quality() == Quality.NONE ? today : new Candidate(today.quality(), new Reading.Number(text));
    }

    private static Candidate candidate(String text, @Nullable String region) {
        PhoneNumber number;
        try {
            number = PLANS.parse(text, region);
        } catch (NumberParseException e) {
            return wrong(
                    switch (e.getErrorType()) {
                        case INVALID_COUNTRY_CODE -> "has no known country code";
                        case NOT_A_NUMBER -> "is none";
                        case TOO_SHORT_AFTER_IDD, TOO_SHORT_NSN -> "is too short";
                        case TOO_LONG -> "is too long";
                    });
        }
        var e164 = new Reading.Number(PLANS.format(number, PhoneNumberFormat.E164));
        if (PLANS.isValidNumber(number)) return new Candidate(Quality.KNOWN, e164);
        if (number.getNationalNumber() == 0 || number.getNumberOfLeadingZeros() > 1) return wrong("is none");
        ValidationResult length = PLANS.isPossibleNumberWithReason(number);
        return switch (length) {
            case IS_POSSIBLE ->
                isMistyped(e164.e164())
                        ? wrong("has a digit too few or too many")
                        : new Candidate(Quality.POSSIBLE, e164);
            case IS_POSSIBLE_LOCAL_ONLY -> wrong("lacks its area code");
            case TOO_SHORT -> wrong("is too short");
            case TOO_LONG -> wrong("is too long");
            case INVALID_LENGTH -> wrong("has a length that its country does not have");
            case INVALID_COUNTRY_CODE -> wrong("has no known country code");
        };
    }

    private static Candidate wrong(String why) {
        return new Candidate(Quality.NONE, new Reading.Wrong(why));
    }

    private static boolean isMistyped(String e164) {
        int end = e164.length();
        return isKnown(e164 + "0")
                || isKnown(e164 + "00")
                || isKnown(e164.substring(0, end - 1))
                || isKnown(e164.substring(0, end - 2));
    }

    private static boolean isKnown(String e164) {
        try {
            return PLANS.isValidNumber(PLANS.parse(e164, null));
        } catch (NumberParseException e) {
            return false;
        }
    }
}
