import java.net.HttpURLConnection;
import java.net.URL;

/** Gets the URL that it is given, and prints the response. */
public class Exec {
    public static void main(String[] arguments) throws Exception {
        HttpURLConnection connection = (HttpURLConnection) new URL(arguments[0]).openConnection();
        System.out.println(new String(connection.getInputStream().readAllBytes(), "UTF-8"));
    }
}
