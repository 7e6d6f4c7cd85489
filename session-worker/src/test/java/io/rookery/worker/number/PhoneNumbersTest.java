package io.rookery.worker.number;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.worker.number.PhoneNumbers.Reading;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write, and what is meant. */
class PhoneNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "+491700000002,         +491700000002",
        "491700000002,          +491700000002",
        "+49 170 1234567,       +491701234567",
        "+49 (0) 170 1234567,   +491701234567",
        "+4901701234567,        +491701234567",
        "+12025550123,          +12025550123",
        "+390612345678,         +390612345678"
    })
    void aNumberWithItsCountryCode_isReadWithoutARegion(String given, String e164) {
        assertThat(PhoneNumbers.read(given, null)).isEqualTo(new Reading.Number(e164));
    }

    @ParameterizedTest
    @CsvSource({
        "0170 1234567,      DE, +491701234567",
        "(0170) 123-4567,   DE, +491701234567",
        "0170/1234567,      DE, +491701234567",
        "00491701234567,    DE, +491701234567",
        "+12025550123,      DE, +12025550123",
        "491701234567,      DE, +491701234567",
        "(650) 253-0000,    US, +16502530000",
        "650-253-0000,      US, +16502530000",
        "6502530000,        US, +16502530000",
        "8 912 345-67-89,   RU, +79123456789",
        "07400 123456,      GB, +447400123456"
    })
    void aNationalSpelling_isReadInItsRegion(String given, String region, String e164) {
        assertThat(PhoneNumbers.read(given, region)).isEqualTo(new Reading.Number(e164));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0170 1234567", "(0170) 123-4567", "49 170 1234567", "00491701234567"})
    void withoutARegion_aNationalSpellingNamesNoCountry(String given) {
        assertThat(why(given, null)).contains("defaultRegion");
    }

    /** Digits alone were always a number with its country code, whatever the region says. */
    @Test
    void digitsAlone_areANumberWithItsCountryCode_whereThatIsOne() {
        assertThat(PhoneNumbers.read("6581234567", "US")).isEqualTo(new Reading.Number("+6581234567"));
    }

    @Test
    void aSpellingWithTwoMeanings_isRefused() {
        assertThat(why("49 170 1234567", "DE")).contains("write it with a plus");
    }

    /** A digit lost or doubled in a range that is known. */
    @ParameterizedTest
    @CsvSource({
        "+49170000000,    a digit too few or too many",
        "+4917000000,     a digit too few or too many",
        "+49170000000021, a digit too few or too many",
        "+1202555012,     is too short",
        "+120255501234,   is too long",
        "+999123456789,   no known country code",
        "+49110,          lacks its area code"
    })
    void aTypingError_isFound(String given, String why) {
        assertThat(why(given, null)).contains(why);
    }

    /** Ranges that the plan does not know: not given out yet when it was made, or made for films. */
    @ParameterizedTest
    @ValueSource(strings = {"+15550001111", "+33712345678", "+447700900123", "+551187654321"})
    void aNumberOfAYoungRange_isNotRefused(String given) {
        assertThat(PhoneNumbers.read(given, null)).isEqualTo(new Reading.Number(given));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+5215512345678", "+525512345678"})
    void aMexicanNumber_mayHaveTheOneThatWhatsAppGivesIt(String given) {
        assertThat(PhoneNumbers.read(given, null)).isEqualTo(new Reading.Number(given));
        assertThat(why("+52155123456789", null)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(((((((1", "0000000", "+0000000"})
    void whatIsNoNumber_isRefused(String given) {
        assertThat(why(given, "DE")).isNotEmpty();
        assertThat(why(given, null)).isNotEmpty();
    }

    @Test
    void regionsAreThoseWithAPlan() {
        assertThat(PhoneNumbers.isRegion("DE")).isTrue();
        assertThat(PhoneNumbers.isRegion("XX")).isFalse();
    }

    private static String why(String given, @Nullable String region) {
        Reading reading = PhoneNumbers.read(given, region);
        assertThat(reading).isInstanceOf(Reading.Wrong.class);
        String why = ((Reading.Wrong) reading).why();
        assertThat(why).as("the number itself is personal").doesNotContain(given);
        return why;
    }
}
