package dev.multiarch.record;

import dev.multiarch.text.FormatException;
import java.util.regex.Pattern;

/**
 * The form of names in stores: what every file system, bucket and registry can hold. What begins with an underscore is ours
 * alone, as no plan id does.
 */
public final class ObjectName {
    private static final String PART = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}";
    private static final Pattern PARTS = Pattern.compile(PART);
    private static final Pattern FORM = Pattern.compile(PART + "(?:/" + PART + "){0,3}");
    private static final Pattern FOLDER = Pattern.compile("(?:" + PART + "/){0,3}");

    private ObjectName() {}

    /** @throws FormatException if it is not a name */
    public static String checked(String name) {
        if (!isName(name)) {
            throw new FormatException(
                    "\"" + name + "\" is not a name in a store of records: expected one to four parts of"
                            + " letters, digits, _ . and - between slashes");
        }
        return name;
    }

    /** @throws FormatException if it is neither empty nor one to three parts, each with a slash behind it */
    public static String checkedFolder(String folder) {
        if (!FOLDER.matcher(folder).matches()) {
            throw new FormatException(
                    "\"" + folder + "\" is not a folder in a store of records: expected up to three parts"
                            + " of letters, digits, _ . and -, each with a slash behind it");
        }
        return folder;
    }

    public static boolean isName(String text) {
        return FORM.matcher(text).matches();
    }

    static boolean isPart(String text) {
        return PARTS.matcher(text).matches();
    }
}
